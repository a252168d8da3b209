/** What `atomic --help` prints. */
export const helpText = `Usage
  atomic run [flags] FILE [arguments]   build the program and run its main function
  atomic build [flags] FILE             build only; prints what was built
  atomic cluster up [flags]             workers on this machine: prints ATOMIC_WORKERS=…, runs until a signal ends it
  atomic worker [flags]                 run tasks for drivers elsewhere, until a signal ends it; on SIGTERM it hands over
  atomic certs DIR [flags]              make certificates and a secret for development

Flags of run (before FILE; everything after FILE is the program's own)
  --slots N           tasks at the same time; by default one for each core
  --memory MB         heap limit of each worker thread
  --shared-memory MB  what the slots may hold outside of their heaps before it goes to disk
  --task-memory MB    what one task may hold of the records that it sorts, groups or sends
  --scratch DIR       where data goes that does not fit in memory
  --max-failures N    how often a task may fail before its job does; 4 by default
  --workers LIST      run on these workers instead: host:port,host:port; also as ATOMIC_WORKERS
  --listen HOST:PORT  run on workers that dial this program: atomic worker --join HOST:PORT. They may come and go while it
                      runs, also beside --workers; also as ATOMIC_LISTEN
  --wait SECONDS      how long to wait for a worker while there is none; 60 by default
  --in-process        run in the driver's thread, for a debugger
  --no-progress       no progress bar, also on a terminal

Flags of worker
  --port N            where it listens; 10001 by default, any free port when it is 0, or with --join
  --host ADDRESS      127.0.0.1 by default
  --bundle FILE       a task bundle that it may run, as atomic build makes it; may be given several times. Without
                      any, for development, it loads the bundles that drivers on this machine name
  --join HOST:PORT    dial a driver that listens there, and dial again when it is gone or not there yet
  --advertise HOST:PORT
                      where drivers and other workers reach this one, behind a port mapping; none where they do not:
                      then, with --join, what they fetch goes over the driver
  --slots N           tasks of one driver at the same time; by default one for each core
  --memory MB, --shared-memory MB, --task-memory MB, --scratch DIR
                      as those of run, for the slots of one driver
  --sessions N        drivers at the same time; 16 by default
  --log-lines N       lines a minute that it prints of what the tasks of one driver write; 10,000 by default

Flags of run and worker: see docs/security.md
  --secret-file FILE  the secret that drivers and workers share; also as ATOMIC_SECRET
  --tls-cert FILE, --tls-key FILE
                      the certificate of this side and its key; a worker with them speaks TLS only
  --tls-ca FILE       the authority that must have signed the certificate of the other side
  --mutual            those who connect to this side must show a certificate, too

Flags of certs
  --hosts LIST        names and addresses of the workers, beside localhost; by default that of this machine
  --days N            how long the certificates are good; 365 by default

Flags of cluster up
  --workers N         how many; 2 by default. Others as those of worker; the cores are shared by default

Flags of run and build
  --cache DIR         where built programs are kept

FILE is a TypeScript file: export default async function main(ctx: Context, args: string[]) { … }
A program that makes its own context runs as it is.
`
