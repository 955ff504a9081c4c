import Foundation
import Testing

/// Each room has a page on which its documentation begins; `make docs` writes them and stops at a warning.
@Suite struct RoomPageTests {
  private static let rooms = Set(Repository.swiftSources.map(\.room)).subtracting(RoomTests.besideTheHouse).sorted()

  @Test(arguments: rooms) func aRoomHasItsPage(room: String) throws {
    let page = try #require(
      Repository.file("Sources/\(room)/\(room).docc/\(room).md"), "Sources/\(room)/\(room).docc/\(room).md is missing")
    #expect(page.lines.first == "# ``\(room.replacing("-", with: "_"))``")
    let abstract = page.lines.dropFirst(2).first ?? ""
    #expect(abstract.hasSuffix("."), "the page says in one sentence what the room is for")
    #expect(page.lines.contains("## Overview"))
  }

  /// What a page lists is there, and others may see it; `make docs` finds the rest.
  @Test(arguments: rooms) func aPageListsWhatTheRoomHas(room: String) throws {
    let page = try #require(Repository.file("Sources/\(room)/\(room).docc/\(room).md"))
    let text = Repository.swiftSources.filter { $0.room == room }.map(\.text).joined(separator: "\n")
    for line in page.lines where line.hasPrefix("- ``") {
      let name = line.dropFirst(4).prefix { $0.isLetter || $0.isNumber }
      let kinds = ["struct", "class", "final class", "enum", "actor", "protocol", "func"]
      #expect(
        kinds.contains { kind in
          text.contains("public \(kind) \(name)") || text.contains("public indirect \(kind) \(name)")
        },
        "\(name) is no public name of \(room)")
    }
  }
}
