/** An object written as JSON, with more members that are JSON already: nobody has to read megabytes to write them again. */
export function withMembers(json: string, members: Readonly<Record<string, string>>): string {
  const added = Object.entries(members).map(([name, value]) => `${JSON.stringify(name)}:${value}`);
  const open = json.slice(0, json.lastIndexOf('}'));
  return `${open}${open.endsWith('{') ? '' : ','}${added.join(',')}}`;
}
