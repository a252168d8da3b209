export default class Main {
  readonly name = 'never made'
}
