export function main(): void {
  console.log('never called')
}
