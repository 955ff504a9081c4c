import Testing

@testable import Experiments

/// Records as text: what was written is read, to the last bit, and what was not is refused.
@Suite struct RecordTextTests {
  @Test func theExtremesAreReadAsTheyWereWritten() throws {
    let (whole, wide) = ([0, -1, .max, .min], [Int128.max, .min, 0, -7])
    let doubles = [0.1, -0.0, 1e-300, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, 1.0 / 3]
    var writer = RecordWriter()
    writer.put("ints", whole)
    writer.put("none", [Int]())
    writer.put("wides", wide)
    writer.put("doubles", doubles)
    var reader = RecordReader(writer.line)
    #expect(try reader.ints("ints") == whole && reader.ints("none").isEmpty && reader.wides("wides") == wide)
    #expect(!reader.isAtEnd)
    #expect(try reader.doubles("doubles").map(\.bitPattern) == doubles.map(\.bitPattern))
    #expect(reader.isAtEnd)
    #expect(throws: RecordReader.Broken.self) { try reader.ints("more") }
  }

  @Test(arguments: [
    "n=1,", "n=,1", "n=1,,2", "n=1x", "n=+1", "n=", "m=1", "n", "", "n=9223372036854775808", "n=-9223372036854775809",
    "n=-",
  ])
  func whatIsNoListIsRefused(line: String) throws {
    var reader = RecordReader(line)
    // Nothing at all is a list without numbers.
    if line == "n=" { return #expect(try reader.ints("n").isEmpty && reader.isAtEnd) }
    #expect(throws: RecordReader.Broken.self) { try reader.ints("n") }
  }

  @Test func whatFollowsTheLastListIsNoEnd() throws {
    var reader = RecordReader("n=1 ")
    #expect(try reader.ints("n") == [1] && !reader.isAtEnd)
  }
}
