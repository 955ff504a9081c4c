// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: Swift 6 language mode is the default of these tools; a warning is an error.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let package = Package(
  name: "nines",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2")
  ],
  targets: [
    // GSL's headers as a module. Only `Numerics` imports it.
    .systemLibrary(name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"]), .brew(["gsl"])]),
    .target(name: "Numerics", dependencies: ["CGSL"], swiftSettings: strict),
    .testTarget(name: "NumericsTests", dependencies: ["Numerics"], swiftSettings: strict),
    .target(
      name: "ModelFiles", dependencies: ["Numerics", .product(name: "Yams", package: "Yams")], swiftSettings: strict),
    .testTarget(name: "ModelFilesTests", dependencies: ["ModelFiles"], swiftSettings: strict),
  ]
)
