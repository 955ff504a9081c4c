import Foundation
import Testing

/// A file whose name is one letter is a file like any other: a plan, what it names, and what is written.
@Suite struct ShortNamesTests {
  @Test func oneLetterIsAName() throws {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try folder.write("time,rps\n0,10\n3600,20\n7200,10\n", as: "s")
    _ = try folder.write(
      """
      service: p
      horizon: 2d
      traffic: { series: { file: s, repeat: yes } }
      replica: { rated: 10rps }
      sites: { a: { keep: serving, node: { gpus: 1 } } }
      detect: { takes: 1min }
      execute: { move-traffic: { by: balancer } }

      """, as: "p")
    _ = try folder.write("incident,repair_min\n1,38.5\n2,99\n3,12\n4,60\n5,5.25\n6,240\n", as: "t")
    for arguments in [
      ["compare", "p", "--replications", "2", "--no-inputs", "--quiet", "--out", "d"], ["report", "d", "--out", "r"],
      ["fit", "t", "--quiet", "--qq", "q"],
    ] {
      let outcome = try Nines.run(arguments, in: folder.url)
      #expect(outcome.exitCode == 0, "\(arguments): \(outcome.exitCode) \(outcome.stderr)")
    }
    #expect(try folder.contents() == ["d", "p", "q", "r", "s", "t"])
  }
}
