export function writeReport() {
  return []
}
