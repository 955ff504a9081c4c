import ArgumentParser
import CapacityPlanning
import Foundation
import ModelFiles
import Reports
import ServiceModel

extension Sweep {
  /// Takes every uncertain input to its ends, and switches off every cause.
  func tornadoResult(_ file: PlanFile, design: String) async throws -> TornadoResult {
    guard let index = file.services.firstIndex(where: { $0.design.name == design }) else { throw ExitCode.badModel }
    let inputs = file.inputs
    let question = TornadoQuestion(
      file.source, design: index, size: .init(seed: options.seed, replications: replications, threads: options.threads)
    ) { path, quantile in inputs.first { $0.path == path }?.value(at: quantile) ?? .nan }
    let line = ProgressLine(isQuiet: options.quiet)
    defer { line.finish() }
    line.begin(
      "\(file.name), \(design): \(inputs.count) inputs, \(file.services[index].failures.count) causes, "
        + "\(question.size.replications) years each, seed \(options.seed)")
    return try await interruptible {
      try await CapacityPlanning.tornado(question) { line.show(done: $0.done, total: $0.total) }
    }
  }

  func runTornado(_ file: PlanFile, design: String) async throws {
    let directory = try out.map { try ResultDirectory($0) }
    let (inputs, result) = (file.inputs, try await tornadoResult(file, design: design))
    if let directory {
      let files =
        try [reportFile(of: tornadoJSON(result).text)] + tornadoFiles(result) + file.kept(text: file.text)
      try directory.write(files)
      Terminal.printError("written to \(directory.path): \(files.map(\.name).joined(separator: " "))")
    }
    switch format {
    case .table:
      let lines = tornadoLines(result, width: Terminal.width) { path, value in
        inputs.first { $0.path == path }?.text(of: value) ?? "\(value)"
      }
      try table.print(lines)
    case .json: try Terminal.printResult(tornadoJSON(result).text)
    case .csv: try Terminal.printResult(tornadoTable(result).text)
    }
  }
}
