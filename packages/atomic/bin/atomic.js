#!/usr/bin/env node
import '@atomic-ts/cli'
