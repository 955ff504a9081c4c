// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: Swift 6 language mode is the default of these tools; a warning is an error.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// Settings of what only asks: tests are compiled without optimisation also for a release, which takes half the time. What they
/// ask, the reference simulator among it, is optimised.
let asking: [SwiftSetting] = strict + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

/// Settings of what puts figures into words, tables and pages. The optimiser takes two thirds of their compile time, one after the
/// other at the end of the build, and a command spends milliseconds there: only what is installed is optimised there too.
/// 'make install', 'make deb' and 'make tarball' set NINES_INSTALLED.
let showing: [SwiftSetting] =
  Context.environment["NINES_INSTALLED"] == nil ? asking : strict

/// A room of the house, and what it may know. See docs/design/house.md.
func room(_ name: String, knows: [Target.Dependency] = [], _ settings: [SwiftSetting] = strict) -> Target {
  .target(name: name, dependencies: knows, swiftSettings: settings)
}

func tests(of name: String, with others: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.init(stringLiteral: name), "TestSupport"] + others, swiftSettings: asking)
}

let package = Package(
  name: "nines",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    // HTTP for the live page alone: see docs/design/decisions.md.
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    // GSL's headers as a module. Only `Numerics` and the generator imports it.
    .systemLibrary(name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"]), .brew(["gsl"])]),
    // The writer of workbooks, in C. Only `Workbooks` imports it.
    .systemLibrary(
      name: "Cxlsxwriter", pkgConfig: "xlsxwriter",
      providers: [.apt(["libxlsxwriter-dev"]), .brew(["libxlsxwriter"])]),
    // Philox4x32-10 as an inline function and as a generator for GSL.
    .target(name: "CPhilox", dependencies: ["CGSL"]),
    // The table of the plan's keys as bytes, so that the program is one file.
    .target(name: "CKeyTable"),
    // Likewise what the columns of a result mean.
    .target(name: "CFieldTable"),
    // The commit that the program was built from, known to the command alone: it changes with every commit.
    .target(name: "CProgramCommit"),
    // What comes from outside, before anybody believes it: rows, numbers within their limits, instants, checksums.
    room("Intake"),
    // What an amount is counted in, and what other currencies are worth in it.
    room("Currencies"),
    room("Numerics", knows: ["CGSL"]),
    room("Stochastics", knows: ["CPhilox", "Intake", "Numerics"]),
    room("EventKernel"),
    room("ServiceModel", knows: ["Currencies", "Numerics", "ServingModel", "Stochastics"]),
    room(
      "ModelFiles",
      knows: [
        "CKeyTable", "Currencies", "Intake", "Numerics", "ServiceModel", "ServingModel", "Stochastics",
        .product(name: "Yams", package: "Yams"),
      ]),
    room("QueueingTheory", knows: ["Numerics"]),
    // A replica and a pool: iteration time, latency curves, flow and request level.
    room("ServingModel", knows: ["EventKernel", "Intake", "Numerics", "QueueingTheory", "Stochastics"]),
    room("Control", knows: ["EventKernel", "Numerics", "ServiceModel", "Stochastics"]),
    room(
      "FailoverSimulation",
      knows: ["Control", "EventKernel", "Numerics", "ServiceModel", "ServingModel", "Stochastics"]),
    // What theory says of a service: it reads what the simulation reads, and knows nothing of it.
    room("ExactTwins", knows: ["Numerics", "QueueingTheory", "ServiceModel", "Stochastics"]),
    room("OutputAnalysis", knows: ["Numerics"]),
    room("Experiments", knows: ["EventKernel", "FailoverSimulation", "Intake", "OutputAnalysis", "ServiceModel"]),
    room("Costing", knows: ["ServiceModel"]),
    // What monitoring would show of a simulated service, and what a team's alert rules make of it.
    room(
      "Telemetry",
      knows: [
        "EventKernel", "Experiments", "FailoverSimulation", "ModelFiles", "Numerics", "OutputAnalysis", "ServiceModel",
        "ServingModel", "Stochastics",
      ]),
    // Values to SVG, and a stored result to a page: neither knows how the figures came about.
    room("Charts", knows: ["Currencies"], showing),
    room("Pages", knows: ["Charts", "Currencies", .product(name: "Mustache", package: "swift-mustache")], showing),
    // Cells, formulas and charts to the bytes of a workbook; what stands in them others decide.
    room("Workbooks", knows: ["Cxlsxwriter"], showing),
    room(
      "CapacityPlanning",
      knows: [
        "Costing", "Currencies", "EventKernel", "ExactTwins", "Experiments", "FailoverSimulation", "Numerics",
        "OutputAnalysis", "QueueingTheory", "ServiceModel", "Stochastics",
      ]),
    room(
      "Reports",
      knows: [
        "CFieldTable", "CapacityPlanning", "Costing", "Currencies", "EventKernel", "ExactTwins", "Experiments",
        "FailoverSimulation", "Intake", "OutputAnalysis", "ServiceModel", "ServingModel", "Stochastics", "Telemetry",
        "Workbooks",
      ], showing),
    // A live page: the plan and the steps away from it, answers that grow, and what the page shows of them.
    room(
      "Studio",
      knows: [
        "CapacityPlanning", "Charts", "Currencies", "ExactTwins", "Experiments", "FailoverSimulation", "ModelFiles",
        "OutputAnalysis", "Pages", "Reports", "ServiceModel",
      ], showing),
    .executableTarget(
      name: "nines-studio",
      dependencies: [
        "Studio", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ], swiftSettings: showing),
    .executableTarget(
      name: "nines",
      dependencies: [
        "CProgramCommit", "CapacityPlanning", "Costing", "Currencies", "EventKernel", "ExactTwins", "Experiments",
        "Intake", "ModelFiles",
        "OutputAnalysis", "Pages", "Reports", "ServiceModel", "ServingModel", "Stochastics", "Telemetry", "Workbooks",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: showing),
    // Measurements, never timed tests. `CxxLoops` holds the hand-written C++ loops that run beside ours.
    .target(name: "CxxLoops"),
    .executableTarget(
      name: "nines-bench",
      dependencies: [
        "CxxLoops", "EventKernel", "ExactTwins", "Experiments", "FailoverSimulation", "ServiceModel", "ServingModel",
        "Stochastics",
      ],
      // `Peers` holds the programs of others' simulators that run beside ours, in Python.
      path: "Sources/Benchmarks", exclude: ["Peers"], swiftSettings: strict),

    // Where the checkout is, for tests that read its files.
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    tests(of: "Numerics"),
    tests(of: "Stochastics", with: ["CPhilox", "Numerics"]),
    tests(of: "EventKernel"),
    tests(of: "Intake"),
    tests(of: "Currencies"),
    tests(of: "ModelFiles", with: ["Currencies", "ServiceModel", "ServingModel", "Stochastics"]),
    tests(of: "QueueingTheory", with: ["Numerics"]),
    tests(
      of: "FailoverSimulation",
      with: ["EventKernel", "Numerics", "QueueingTheory", "ServiceModel", "ServingModel", "Stochastics"]),
    .testTarget(
      name: "ServingModelTests",
      dependencies: ["ServingModel", "EventKernel", "Numerics", "QueueingTheory", "Stochastics", "TestSupport"],
      exclude: ["Fixtures"], swiftSettings: asking),
    .testTarget(
      name: "ControlTests", dependencies: ["Control", "EventKernel", "ServiceModel", "Stochastics", "TestSupport"],
      exclude: ["Fixtures"], swiftSettings: asking),
    tests(
      of: "ExactTwins",
      with: ["ModelFiles", "QueueingTheory", "ServiceModel", "Stochastics"]),
    tests(of: "OutputAnalysis", with: ["Numerics"]),
    tests(
      of: "Experiments", with: ["EventKernel", "FailoverSimulation", "ModelFiles", "OutputAnalysis", "ServiceModel"]),
    // The service of the worked cost check, for the tests of what counts and prints money.
    .target(
      name: "CostCheck", dependencies: ["Costing", "ServiceModel", "Stochastics"], path: "Tests/CostCheck",
      swiftSettings: strict),
    tests(of: "Costing", with: ["CostCheck", "ServiceModel", "Stochastics"]),
    // The documentation as a program, literal and slow: it knows what a service is and how luck is addressed, and nothing
    // of the simulation. Beside it, what compares the two.
    .target(
      name: "ReferenceSimulator", dependencies: ["ServiceModel", "Stochastics"], path: "Tests/ReferenceSimulator",
      swiftSettings: strict),
    .testTarget(
      name: "DifferentialTests",
      dependencies: [
        "EventKernel", "FailoverSimulation", "ModelFiles", "ReferenceSimulator", "ServiceModel", "Stochastics",
      ], exclude: ["mutations.tsv"], swiftSettings: asking),
    // Runs the built command and stands on what a user sees; only disks that fail are looked at from inside.
    .testTarget(
      name: "CommandTests", dependencies: ["TestSupport", "nines"], exclude: ["Cases", "Golden"], swiftSettings: asking),
    tests(
      of: "CapacityPlanning",
      with: [
        "CostCheck", "Costing", "Currencies", "ExactTwins", "Experiments", "ModelFiles", "OutputAnalysis", "Reports",
        "ServiceModel", "Stochastics",
      ]),
    .testTarget(
      name: "ChartsTests", dependencies: ["Charts", "TestSupport"], exclude: ["Golden"], swiftSettings: asking),
    // The table of the plan's keys: what is asked for, what each moves, and the pages that grow from it.
    .testTarget(
      name: "KeyTests",
      dependencies: [
        "CapacityPlanning", "Experiments", "ModelFiles", "Reports", "ServiceModel", "TestSupport", "nines",
      ], exclude: ["Fixtures"], swiftSettings: asking),
    tests(of: "Pages", with: ["Charts"]),
    tests(
      of: "Studio",
      with: [
        "CapacityPlanning", "Experiments", "ModelFiles", "OutputAnalysis", "Reports", "ServiceModel",
      ]),
    tests(
      of: "Telemetry",
      with: [
        "EventKernel", "Experiments", "FailoverSimulation", "ModelFiles", "Numerics", "ServiceModel", "Stochastics",
      ]),
    tests(of: "Workbooks"),
    tests(of: "Reports", with: ["CostCheck", "Costing", "ServiceModel", "Stochastics"]),
    // The house itself: arrows, habits, documents, and the commands that they show.
    .testTarget(name: "RepositoryTests", dependencies: ["TestSupport", "nines"], swiftSettings: asking),
  ]
)

/// What a target stands on, directly and through others.
///
/// The layout of a value two rooms below may change without a change to the interface of the room between, and the build
/// would then keep what was compiled against the old layout. So each target names everything that it stands on.
func foundations(of target: Target, among targets: [Target]) -> [Target.Dependency] {
  var names: Set<String> = []
  var found: [Target.Dependency] = []
  var waiting = target.dependencies
  while let dependency = waiting.popLast() {
    guard case .byNameItem(let name, _) = dependency, let below = targets.first(where: { $0.name == name })
    else {
      if dependency.isProduct { found.append(dependency) }
      continue
    }
    guard names.insert(name).inserted else { continue }
    // What an executable stands on is linked into it, not into those who run it.
    if below.type != .executable { waiting += below.dependencies.filter { !$0.isProduct } }
  }
  return found + names.sorted().map { .init(stringLiteral: $0) }
}

extension Target.Dependency {
  var isProduct: Bool { if case .productItem = self { true } else { false } }
}

let closed = package.targets.map { foundations(of: $0, among: package.targets) }
for (target, dependencies) in zip(package.targets, closed) { target.dependencies = dependencies }

// NINES_ONLY="DifferentialTests ControlTests" leaves of the package what these targets stand on, for whoever works on a few
// rooms: a build of them waits for nobody else's. It wants a scratch folder of its own.
if let only = Context.environment["NINES_ONLY"]?.split(separator: " ").map(String.init) {
  var kept = Set(only)
  var reached = 0
  while kept.count > reached {
    reached = kept.count
    kept.formUnion(package.targets.filter { kept.contains($0.name) }.flatMap(\.dependencies).compactMap(\.target))
  }
  package.targets.removeAll { !kept.contains($0.name) }
}

extension Target.Dependency {
  var target: String? { if case .byNameItem(let name, _) = self { name } else { nil } }
}
