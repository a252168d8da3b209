import { randomBytes } from 'node:crypto'
import type { AllocationOptions } from '../scheduler/scheduler-state.ts'
import { readSecurity } from '../security/read-security.ts'
import type { Transport } from '../transport/transport.ts'
import type { Cluster, ContextOptions } from './context-options.ts'

// How long a connection may take, in milliseconds.
const connect = 10_000

/** Connects to the workers that a context uses: those that are named, or its own processes on this machine. */
export async function openCluster(cluster: Cluster, options: ContextOptions): Promise<Transport> {
  const { clusterTransport } = await import('../transport/cluster/cluster-transport.ts')
  const { workers, listen, security, silence, alone, allocation } = cluster
  const times = { connect, silence, alone }
  if (!allocation) return clusterTransport({ workers, listen, security, times })
  const { LocalWorkers } = await import('../transport/cluster/local-workers.ts')
  const secret = randomBytes(24).toString('base64url')
  const own = new LocalWorkers(workerOptions(allocation, options), secret)
  try {
    return await clusterTransport({
      workers: await own.start(allocation.minWorkers),
      security: readSecurity({ secret }, {}),
      times,
      local: { workers: own, slots: allocation.maxWorkers * allocation.slotsPerWorker },
    })
  } catch (error) {
    await own.close()
    throw error
  }
}

/** Each worker has its part of what the context may take. */
function workerOptions(
  { slotsPerWorker: slots, maxWorkers }: AllocationOptions,
  { memory, sharedMemory, taskMemory, scratch }: ContextOptions,
) {
  return {
    slots,
    ...(memory !== undefined && { memory }),
    ...(sharedMemory !== undefined && { sharedMemory: sharedMemory / maxWorkers }),
    ...(taskMemory !== undefined && { taskMemory }),
    ...(scratch !== undefined && { scratch }),
  }
}
