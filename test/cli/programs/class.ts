export default class Main {
  static main(): void {
    console.log('never called')
  }
}
