import ArgumentParser
import Experiments

/// One of several parts of a study, as it is written on a command line: `2/4`.
struct ShardNumber: ExpressibleByArgument {
  let number: Int
  let count: Int

  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1], count >= 1, (1...count).contains(number) else {
      return nil
    }
    self.number = number
    self.count = count
  }

  /// The worlds of this part: whole worlds, as equal in number as possible.
  func worlds(of size: StudySize) throws -> Range<Int> {
    try ShardNumber.check(count, of: size)
    return (number - 1) * size.worlds / count..<number * size.worlds / count
  }

  /// Every so-many-th piece of work: neighbours are alike, so that each part gets some of all.
  func share<Work>(of work: [Work]) -> [Work] {
    work.indices.filter { $0 % count == number - 1 }.map { work[$0] }
  }

  /// Refuses more parts than there are worlds.
  static func check(_ count: Int, of size: StudySize) throws {
    guard count <= size.worlds else {
      throw ValidationError(
        "\(count) parts of \(size.worlds) worlds: at most one part a world. Ask for fewer parts, or for --worlds \(count)"
      )
    }
  }
}
