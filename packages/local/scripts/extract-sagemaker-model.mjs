// Extracts from AWS's own API model, as botocore publishes it (Apache-2.0), the shapes that the implemented
// operations take, without documentation, to src/validation/sagemaker-model.json. To make it anew:
//
//   pip install --target <folder> --no-deps botocore
//   node scripts/extract-sagemaker-model.mjs <folder>
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

const resources = ['TrainingJob', 'Model', 'EndpointConfig', 'Endpoint']
const controlPlane = [
  ...resources.flatMap((name) => [`Create${name}`, `Describe${name}`, `Delete${name}`]),
  ...resources.map((name) => `List${name}s`),
  'StopTrainingJob',
  ...['Create', 'Describe', 'Stop'].map((verb) => `${verb}TransformJob`),
  'ListTransformJobs',
  'UpdateTrainingJob',
  'UpdateEndpoint',
  'UpdateEndpointWeightsAndCapacities',
  'AddTags',
  'DeleteTags',
  'ListTags',
]
const services = [
  { folder: 'sagemaker', prefix: '', operations: controlPlane },
  {
    folder: 'logs',
    prefix: 'Logs',
    operations: ['DescribeLogGroups', 'DescribeLogStreams', 'FilterLogEvents', 'GetLogEvents'],
  },
  {
    folder: 'ecr',
    prefix: 'Ecr',
    operations: [
      ...['CreateRepository', 'DescribeRepositories', 'DeleteRepository'],
      ...['PutImageTagMutability', 'PutImageScanningConfiguration'],
      ...['PutLifecyclePolicy', 'GetLifecyclePolicy', 'DeleteLifecyclePolicy'],
      ...['TagResource', 'UntagResource', 'ListTagsForResource', 'GetAuthorizationToken'],
      ...['BatchCheckLayerAvailability', 'GetDownloadUrlForLayer'],
      ...['InitiateLayerUpload', 'UploadLayerPart', 'CompleteLayerUpload'],
      ...['PutImage', 'BatchGetImage', 'BatchDeleteImage', 'DescribeImages', 'ListImages'],
    ],
  },
  {
    folder: 'sts',
    prefix: 'Sts',
    operations: ['AssumeRole', 'GetCallerIdentity', 'GetSessionToken'],
  },
  { folder: 'iam', prefix: 'Iam', operations: ['GetRole', 'GetUser'] },
  {
    folder: 'sagemaker-runtime',
    prefix: 'Runtime',
    operations: ['InvokeEndpoint', 'InvokeEndpointWithResponseStream'],
  },
]
const constraints = ['type', 'required', 'min', 'max', 'pattern', 'enum']

const botocore = process.argv[2]
if (botocore === undefined) throw new Error('Give the folder that botocore was installed to.')

const operations = {}
const shapes = {}
for (const service of services) extract(service)

const version = /__version__ = '([^']+)'/.exec(
  readFileSync(join(botocore, 'botocore/__init__.py'), 'utf8'),
)[1]
const target = new URL('../src/validation/sagemaker-model.json', import.meta.url)
writeFileSync(
  target,
  `{
"source": ${JSON.stringify(`botocore ${version}, Apache-2.0; made by scripts/extract-sagemaker-model.mjs`)},
"operations": {
${lines(operations)}
},
"shapes": {
${lines(shapes)}
}
}
`,
)

/** Adds what the operations of one service take; shapes of all but the first keep a name of their own. */
function extract({ folder, prefix, operations: names }) {
  const [version] = readdirSync(join(botocore, 'botocore/data', folder))
  const file = join(botocore, 'botocore/data', folder, version, 'service-2.json.gz')
  const model = JSON.parse(gunzipSync(readFileSync(file)).toString())
  const rename = (name) => `${prefix}${name}`
  const visit = (name) => {
    const ours = rename(name)
    if (ours in shapes) return ours
    const { members, member, key, value, ...shape } = model.shapes[name]
    shapes[ours] = Object.fromEntries(
      constraints.filter((each) => each in shape).map((each) => [each, shape[each]]),
    )
    if (members) {
      shapes[ours].members = Object.fromEntries(
        Object.entries(members).map(([member, target]) => [member, visit(target.shape)]),
      )
      const headers = Object.entries(members).filter(([, { location }]) => location === 'header')
      if (headers.length > 0) {
        shapes[ours].headers = Object.fromEntries(
          headers.map(([member, { locationName }]) => [locationName.toLowerCase(), member]),
        )
      }
    }
    if (member) shapes[ours].member = visit(member.shape)
    if (key) Object.assign(shapes[ours], { key: visit(key.shape), value: visit(value.shape) })
    return ours
  }
  for (const name of names) operations[name] = visit(model.operations[name].input.shape)
}

/** One member a line, sorted, so that a newer model shows as a readable difference. */
function lines(record) {
  return Object.keys(record)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${JSON.stringify(record[name])}`)
    .join(',\n')
}
