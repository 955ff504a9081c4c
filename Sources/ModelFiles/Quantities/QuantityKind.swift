internal import Intake

/// What a number in a model file counts, which fixes the units it may be written in and the unit it is read into.
public enum QuantityKind: Equatable, Sendable {
  /// `100ms`, `90s`, `15min`, `2h`, `3d`, `2w`, `1y` (8766 h); read into seconds.
  case duration
  /// `1000rps`, `0.5/s`, `36/h`; read into events per second.
  case rate
  /// `0.8`: events per year of 8766 h.
  case perYear
  /// `5%` or `0.05`, between 0 and 1.
  case share
  /// `1.5` or `150%`: a multiple of something, 0 to 1000.
  case factor
  /// `30% of production`: a share that names its whole, between 0 and `atMost`.
  case shareOf(String, atMost: Double = 1)
  /// `53kB`, `70GB`, `1TB` (powers of 1000), `20GiB` (powers of 1024); read into bytes.
  case bytes
  /// `25Gbps` (bits), `3GB/s` (bytes); read into bytes per second.
  case bandwidth
  /// `$60`, `$250k`, `$40M`; read into dollars.
  case money
  /// `$55.04/h`, `$0.05/GB`, `$0.25/GB-month`, `$40M/y`; read into dollars per the unit named here. Other units of
  /// the same dimension are converted: `$0.5/TB` is `$0.0005/GB`.
  case moneyPer(String)
  /// `3` or `90 nodes`, a whole number; the noun may be left out.
  case count(String? = nil)
  /// `3h` or `03:00`; read into hours after midnight, 0 to 24.
  case hourOfDay
  /// A plain number without a unit, not negative.
  case number
  /// `8xH100` or `8`; read into the number of GPUs.
  case gpuCount
  /// `2 of 3`; read into the first number.
  case kOfN
  /// `1200km`, `800m`; read into kilometres.
  case distance
  /// `10.2kW`, `700W`, `1MW`; read into kilowatts.
  case power

  /// What a message says was expected.
  public var noun: String {
    switch self {
    case .duration: "a duration"
    case .rate: "a rate"
    case .perYear: "a number per year"
    case .share: "a share"
    case .factor: "a factor"
    case .shareOf(let whole, _): "a share of \(whole)"
    case .bytes: "an amount of data"
    case .bandwidth: "a bandwidth"
    case .money: "an amount of money"
    case .moneyPer(let unit): "a price per \(unit)"
    case .count(let noun): noun.map { "a whole number of \($0)" } ?? "a whole number"
    case .hourOfDay: "an hour of the day"
    case .number: "a number"
    case .gpuCount: "a number of GPUs"
    case .kOfN: "'k of n'"
    case .distance: "a distance"
    case .power: "a power"
    }
  }

  /// Accepted forms, for remedies; the first one stands for all of them.
  public var examples: [String] {
    switch self {
    case .duration: ["90s", "15min", "2h"]
    case .rate: ["1000rps", "0.5/s", "36/h"]
    case .perYear: ["0.8"]
    case .share: ["5%", "0.05"]
    case .factor: ["1.5", "150%"]
    case .shareOf(let whole, _): ["30% of \(whole)"]
    case .bytes: ["53kB", "70GB", "20GiB"]
    case .bandwidth: ["25Gbps", "3GB/s"]
    case .money: ["$60"]
    case .moneyPer(let unit): ["$0.25/\(unit)"]
    case .count(let noun): noun.map { ["3", "90 \($0)"] } ?? ["3"]
    case .hourOfDay: ["3h", "03:00"]
    case .number: ["0.25"]
    case .gpuCount: ["8xH100"]
    case .kOfN: ["2 of 3"]
    case .distance: ["1200km"]
    case .power: ["10.2kW"]
    }
  }

  /// `'90s', '15min' or '2h'`
  var quotedExamples: String {
    let quoted = examples.map { "'\($0)'" }
    guard quoted.count > 1 else { return quoted[0] }
    return quoted.dropLast().joined(separator: ", ") + " or " + quoted.last!
  }

  /// The values that make sense, in the unit it is read into.
  public var bounds: ClosedRange<Double> {
    switch self {
    case .share: 0...1
    case .factor: 0...1000
    case .shareOf(_, let atMost): 0...atMost
    case .hourOfDay: 0...24
    case .count, .gpuCount, .kOfN, .number: 0...1e9
    case .duration: 0...1e5 * 8766 * 3600
    case .perYear: 0...1e7
    case .rate, .money, .moneyPer: 0...1e12
    case .bytes, .bandwidth: 0...1e18
    case .distance, .power: 0...1e6
    }
  }

  /// The bounds as the message about a value outside them writes them.
  var boundsText: String {
    switch self {
    case .share: "between 0% and 100%"
    case .factor: "between 0 and 1000"
    case .shareOf(_, let atMost): "between 0% and \(nearestWhole(atMost * 100))%"
    case .hourOfDay: "between 0h and 24h"
    case .kOfN: "'k of n' with k between 1 and n"
    case .count, .gpuCount, .number: "between 0 and 1000000000"
    case .duration: "between 0s and 100000y"
    case .perYear: "between 0 and 10000000"
    case .rate: "between 0rps and 1e12rps"
    case .money: "between $0 and $1e12"
    case .moneyPer(let unit): "between $0/\(unit) and $1e12/\(unit)"
    case .bytes: "between 0 and 1e6TB"
    case .bandwidth: "between 0 and 8e9Gbps"
    case .distance: "between 0km and 1000000km"
    case .power: "between 0kW and 1000000kW"
    }
  }

  /// Whether only whole numbers make sense.
  var isWhole: Bool {
    switch self {
    case .count, .gpuCount, .kOfN: true
    case .duration, .rate, .perYear, .share, .factor, .shareOf, .bytes, .bandwidth, .money, .moneyPer, .hourOfDay,
      .number, .distance, .power:
      false
    }
  }
}
