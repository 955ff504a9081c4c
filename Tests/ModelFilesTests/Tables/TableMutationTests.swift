import Foundation
import Intake
import TestSupport
import Testing

@testable import ModelFiles

/// Edited tables, traces and plans: reading one ends in values or in a problem with its place, never by a signal.
@Suite struct TableMutationTests {
  /// How many times as many as always.
  private static let rounds = Mutants.rounds(ofLongTests: 20)

  private static let tables = [
    "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.68,374,44\n2023-11-16 18:15:47.1,396,109\n2023-11-16 18:16:00+01:00,5,1\n",
    "{\"timestamp\": 5, \"input_length\": 40160, \"output_length\": 6, \"hash_ids\": [0, 1]}\n{\"timestamp\": 3005, \"input_length\": 20, \"output_length\": 1, \"type\": \"text\"}\n",
    "# source\ntime,rps\n0,10\n300,20.5\n600,0\n900,\"7\"\n",
    "timestamp,requests,kind\n2027-01-31T08:05:00Z,10,a\n2027-01-31T08:10:00Z,12,\"b, c\"\n",
    "model,gpu,engine,precision,gpus,prompt,output,batch,tpot_ms\nm,H100,vllm,fp8,4,1024,1024,4,11.5\nm,H100,vllm,fp8,4,512,64,8,12\n",
  ]

  /// Reads a text as each table that it may be; a problem lies inside it.
  private func read(_ text: String, at path: String, lines: Int) throws -> Int {
    try text.write(toFile: path, atomically: false, encoding: .utf8)
    var problems: [Diagnostic] = []
    do throws(Diagnostic) {
      var reader = try RequestTraceReader(path: path)
      while try reader.next() != nil {}
    } catch { problems.append(error) }
    do throws(Diagnostics) { _ = try RateSeriesFile(path: path) } catch { problems += error.all }
    do throws(Diagnostics) { _ = try TokenTableFile(path: path) } catch { problems += error.all }
    do throws(Diagnostics) { _ = try ServingTable(path: path) } catch { problems += error.all }
    for problem in problems {
      #expect(problem.line >= 0 && problem.line <= lines + 1, "\(problem) in \(text)")
      #expect(!problem.message.isEmpty && problem.file == path)
    }
    return problems.count
  }

  @Test func everyMutantOfATableEnds() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "mutant-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    var (draws, refused) = (Mutants(seed: 17), 0)
    for number in 0..<(100 * Self.rounds) {
      let text = draws.mutant(of: Self.tables[number % Self.tables.count])
      refused += try read(text, at: path, lines: text.utf8.count(where: { $0 == 10 })) > 0 ? 1 : 0
    }
    #expect(refused > 50)
  }

  /// What is taken line by line is what is taken byte by byte.
  @Test func wholeLinesMakeNoDifference() {
    var draws = Mutants(seed: 23)
    for number in 0..<(200 * Self.rounds) {
      let text = draws.mutant(
        of: Self.tables[number % Self.tables.count].replacing("\n", with: number % 3 == 0 ? "\r\n" : "\n"))
      let whole = Result { try CSVRows.all(of: text) }
      let bytes = Result {
        var (reading, rows) = (CSVRows(), [CSVRow]())
        for byte in text.utf8 { try reading.take(CollectionOfOne(byte)) { rows.append($0) } }
        try reading.finish { rows.append($0) }
        return rows
      }
      switch (whole, bytes) {
      case (.success(let one), .success(let other)): #expect(one == other, "\(text)")
      case (.failure(let one), .failure(let other)): #expect(one as? CSVProblem == other as? CSVProblem, "\(text)")
      default: Issue.record("one way reads it and the other does not: \(text)")
      }
    }
  }

  /// Where the quick reading of a line of JSON finds numbers, a reader of all JSON finds the same.
  @Test func quickNumbersAreThoseOfJSON() throws {
    struct Line: Decodable {
      var timestamp: Double
      var input_length: Double
      var output_length: Double
    }
    var (draws, taken) = (Mutants(seed: 29), 0)
    let lines =
      Self.tables[1].split(separator: "\n").map(String.init)
      + [
        "{\"a\": {\"timestamp\": 1, \"b\": [true, null, -1.5e+3]}, \"timestamp\":0.25,\"input_length\":1e2 , \"output_length\":7}"
      ]
    for number in 0..<(500 * Self.rounds) {
      let line = number < lines.count ? lines[number] : draws.mutant(of: lines[number % lines.count])
      guard let found = JSONNumbers.read(line, ["timestamp", "input_length", "output_length"]) else { continue }
      taken += 1
      let decoded = try? JSONDecoder().decode(Line.self, from: Data(line.utf8))
      #expect(decoded.map { [$0.timestamp, $0.input_length, $0.output_length] } == found, "\(line)")
    }
    #expect(taken > 20)
  }

  /// A plan of every block, edited: values or problems inside the file.
  @Test func everyMutantOfAPlanEnds() {
    var (draws, refused) = (Mutants(seed: 31), 0)
    for _ in 0..<(20 * Self.rounds) {
      let text = draws.mutant(of: wholePlan)
      do throws(Diagnostics) {
        _ = try PlanFile(text: text, name: "plan.yaml")
      } catch {
        refused += 1
        let lines = text.split(omittingEmptySubsequences: false) { "\r\n\n\r\u{85}\u{2028}\u{2029}".contains($0) }.count
        for problem in error.all { #expect(problem.line >= 1 && problem.line <= lines, "\(problem) in \(text)") }
      }
    }
    #expect(refused > 5)
  }
}
