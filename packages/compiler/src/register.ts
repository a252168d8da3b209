import { register } from 'node:module'

// The user's own lines in stacks, as soon as the user's program runs.
process.setSourceMapsEnabled(true)
register('./register/hooks.js', import.meta.url)
