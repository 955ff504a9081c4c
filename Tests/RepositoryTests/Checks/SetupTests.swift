import Foundation
import Testing

/// `.ci/setup` on machines that this one is not: commands it asks are stand-ins that say what they were asked.
@Suite struct SetupTests {
  private let gslIsMissing: [String: String?] = ["pkg-config": "[ \"$2\" != gsl ]"]

  @Test func saysNothingWhenNothingIsMissing() throws {
    let run = try setup(["pkg-config": "exit 0"])
    #expect(run.status == 0)
    #expect(run.output.isEmpty, "\(run.output)")
  }

  @Test func namesTheSwiftThatIsTooOld() throws {
    let run = try setup(["swift": "echo 'Swift version 6.1.2 (swift-6.1.2-RELEASE)'"])
    #expect(run.status == 1)
    #expect(run.output.contains("found Swift 6.1. Nines needs Swift 6.2 or newer"), "\(run.output)")
  }

  @Test(arguments: ["Swift version 6.10 (swift-6.10-RELEASE)", "Apple Swift version 7.0 (swiftlang-7)"])
  func takesANewerSwift(version: String) throws {
    #expect(try setup(["swift": "echo '\(version)'", "pkg-config": "exit 0"]).status == 0)
  }

  @Test func saysThatThereIsNoSwift() throws {
    let run = try setup(["swift": nil])
    #expect(run.status == 1)
    #expect(run.output.contains("no 'swift' on the PATH"), "\(run.output)")
  }

  /// Root installs; whoever is not goes through sudo, and is told before it happens.
  @Test(arguments: [(user: "0", prefix: ""), (user: "1000", prefix: "sudo ")])
  func installsThroughApt(user: String, prefix: String) throws {
    let run = try setup([
      "id": "echo \(user)", "sudo": "echo \"sudo ran: $*\"; exec \"$@\"",
      // GSL is there once apt-get has been asked for it, the other library before.
      "pkg-config": "[ \"$2\" != gsl ] || test -e \"$SANDBOX/installed\"",
      "apt-get": "echo \"apt-get ran: $*\"; case \"$*\" in *libgsl-dev*) : > \"$SANDBOX/installed\";; esac",
    ])
    #expect(run.status == 0, "\(run.output)")
    let said = run.output.firstRange(of: "Running '\(prefix)apt-get update' and '\(prefix)apt-get install libgsl-dev'")
    let ran = run.output.firstRange(of: "apt-get ran: update")
    let announced = try #require(said, "\(run.output)")
    #expect(try announced.lowerBound < #require(ran).lowerBound)
    #expect(run.output.contains("apt-get ran: install -y -q libgsl-dev"))
    #expect(run.output.contains("sudo ran") == !prefix.isEmpty)
  }

  @Test func asksForTheWriterOfWorkbooksAlone() throws {
    let run = try setup([
      "id": "echo 0", "pkg-config": "[ \"$2\" != xlsxwriter ]", "apt-get": "echo \"apt-get ran: $*\"",
    ])
    #expect(run.output.contains("apt-get ran: install -y -q libxlsxwriter-dev\n"), "\(run.output)")
    #expect(run.output.contains("'pkg-config --exists xlsxwriter' still fails"), "\(run.output)")
  }

  @Test func asksForAllPackagesWithoutPkgConfig() throws {
    let run = try setup(["id": "echo 0", "pkg-config": nil, "apt-get": "echo \"apt-get ran: $*\""])
    #expect(run.output.contains("apt-get ran: install -y -q pkg-config libgsl-dev libxlsxwriter-dev"), "\(run.output)")
    #expect(run.status != 0, "nothing was installed, so the set-up has failed")
  }

  @Test func sendsAUserWithoutRightsToAnAdministrator() throws {
    let run = try setup(gslIsMissing.merging(["id": "echo 1000", "sudo": nil, "apt-get": "exit 0"]) { $1 })
    #expect(run.status == 1)
    #expect(run.output.contains("have an administrator run 'apt-get install libgsl-dev'"), "\(run.output)")
  }

  @Test func namesHomebrewsPackagesOnAMac() throws {
    let run = try setup(gslIsMissing.merging(["uname": "echo Darwin"]) { $1 })
    #expect(run.status == 1)
    #expect(run.output.contains("brew install gsl libxlsxwriter"), "\(run.output)")
  }

  @Test func namesOtherSystemsPackages() throws {
    let run = try setup(gslIsMissing.merging(["apt-get": nil]) { $1 })
    #expect(run.status == 1)
    #expect(run.output.contains("Fedora: gsl-devel"), "\(run.output)")
  }

  /// Runs the script where only the stand-ins and a few harmless commands are on the PATH.
  ///
  /// - Parameter standIns: Shell text by command; nil for a command that is not there.
  private func setup(_ standIns: [String: String?]) throws -> CommandRun {
    let sandbox = try Sandbox()
    let all: [String: String?] = [
      "swift": "echo 'Swift version 6.2 (swift-6.2-RELEASE)'", "uname": "echo Linux", "id": "echo 0",
    ].merging(standIns) { $1 }
    let folder = sandbox.folder.appending(path: "bin")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, body) in all.sorted(by: { $0.key < $1.key }) {
      guard let body else { continue }
      let file = folder.appending(path: name)
      try "#!/bin/sh\n\(body)\n".write(to: file, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    }
    for name in ["sed", "head", "env"] {
      let real = ["/usr/bin/", "/bin/"].map { $0 + name }.first { FileManager.default.isExecutableFile(atPath: $0) }
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: name).path, withDestinationPath: #require(real))
    }
    return try sandbox.run(
      "/bin/sh '\(Repository.root.path)/.ci/setup'",
      environment: ["PATH": folder.path, "SANDBOX": sandbox.folder.path])
  }
}
