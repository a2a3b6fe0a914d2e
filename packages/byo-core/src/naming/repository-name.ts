/** The ECR repository for programs of that name: `byo/` and its letters and digits in lower case. */
export function repositoryName(name: string): string {
  const legal = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return `byo/${legal.slice(0, 200).replace(/-$/, '') || 'program'}`
}
