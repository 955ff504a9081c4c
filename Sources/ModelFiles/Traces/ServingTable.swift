internal import Intake
import ServingModel

/// A table of measured serving points, grouped by what was measured.
///
/// Columns: `model_path` or `model`, `system` or `gpu`, `backend` or `engine`, `precision`, `tp_size` or `gpus`, `isl` or
/// `prompt`, `osl` or `output`, `batch_size` or `batch`, `silicon_tpot_ms` or `tpot_ms`. Others are left alone.
public struct ServingTable: Sendable {
  /// What one replica was made of.
  public struct Subject: Hashable, Sendable {
    public let model: String
    public let gpu: String
    public let engine: String
    /// Empty where the table does not say.
    public let precision: String
    public let gpus: Int

    public var name: String {
      "\(model) \(precision.isEmpty ? "precision unstated" : precision), \(gpus)x\(gpu), \(engine)"
    }
  }

  /// In the order of their first points.
  public let groups: [(subject: Subject, points: [ServingMeasurement])]

  /// - Throws: `Diagnostics` at line and column of what is no number, or of a header that lacks a column.
  public init(path: String) throws(Diagnostics) {
    var subjects: [Subject] = []
    var places: [Subject: Int] = [:]
    var points: [[ServingMeasurement]] = []
    let columns = [
      ["model_path", "model"], ["system", "gpu"], ["backend", "engine"], ["precision"], ["tp_size", "gpus", "tp"],
      ["isl", "prompt"], ["osl", "output"], ["batch_size", "batch", "concurrency"], ["silicon_tpot_ms", "tpot_ms"],
    ]
    try MeasuredTable(path: path).forEachRow(columns) { row throws(Diagnostics) in
      let subject = Subject(
        model: row.fields[0].text, gpu: row.fields[1].text, engine: row.fields[2].text, precision: row.fields[3].text,
        gpus: Int(nearestWhole(try row.number(4, .gpus))))
      let point = ServingMeasurement(
        prompt: try row.number(5, .measuredTokens), output: try row.number(6, .measuredTokens),
        batch: try row.number(7, .batch), perToken: try row.number(8, .milliseconds) * 1e-3)
      if let place = places[subject] {
        points[place].append(point)
      } else {
        places[subject] = subjects.count
        subjects.append(subject)
        points.append([point])
      }
    }
    groups = Array(zip(subjects, points)).map { (subject: $0.0, points: $0.1) }
  }
}
