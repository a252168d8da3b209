import '@atomic-ts/compiler/register'
