// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: Swift 6 language mode is the default of these tools; a warning is an error.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let package = Package(
  name: "nines",
  platforms: [.macOS(.v15)],
  dependencies: [],
  targets: [
    // GSL's headers as a module. Only `Numerics` imports it.
    .systemLibrary(name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"]), .brew(["gsl"])]),
    .target(name: "Numerics", dependencies: ["CGSL"], swiftSettings: strict),
    .testTarget(name: "NumericsTests", dependencies: ["Numerics"], swiftSettings: strict),

    .target(name: "EventKernel", swiftSettings: strict),
    .testTarget(name: "EventKernelTests", dependencies: ["EventKernel"], swiftSettings: strict),

    // Measurements, never timed tests. `CxxLoops` holds the hand-written C++ loops that run beside ours.
    .target(name: "CxxLoops"),
    .executableTarget(
      name: "nines-bench", dependencies: ["EventKernel", "CxxLoops"], path: "Sources/Benchmarks", swiftSettings: strict),
  ]
)
