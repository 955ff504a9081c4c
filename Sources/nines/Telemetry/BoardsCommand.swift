import ArgumentParser
import Reports
import Telemetry

struct Boards: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write dashboards for Grafana: global health, regions compared, failure impact, recovery progress.",
    discussion: """
      The panels ask for the metrics that 'nines drill --format openmetrics' writes, under the names of a real gateway, inference \
      server and Kubernetes, or under a team's own.

      Examples:
        nines boards --out boards
        nines boards --metrics-map names.yaml --out boards
      """)

  @Option(help: "Names for metrics and labels, a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
  var metricsMap: String?

  @Option(help: "Directory for the four dashboards; it must not hold another study.", completion: .directory)
  var out: String

  func run() throws {
    let map = try TelemetryOptions.map(at: metricsMap)
    let directory = try ResultDirectory(out)
    let files = Board.all(map).map { (name: "\($0.name).json", text: $0.json.text) }
    try directory.write(files)
    Terminal.printError("written to \(directory.path): \(files.map(\.name).joined(separator: " "))")
  }
}
