/// An estimate with its confidence interval.
///
/// In JSON `{"mean", "low", "high"}`; a figure that does not vary is `{"mean", "low", "high", "exact": true}`. An end
/// that the data do not determine is infinite here and absent there.
public struct Interval: Equatable, Sendable {
  /// The point estimate.
  public let estimate: Double
  /// The lower end; minus infinity where the data give none.
  public let low: Double
  /// The upper end; infinity where the data give none.
  public let high: Double
  /// The figure is known, not estimated: no random law reaches it, or two runs were the same to the bit.
  public let isExact: Bool

  public init(estimate: Double, low: Double, high: Double) {
    precondition(low <= high, "an interval from \(low) to \(high) is upside down")
    self.estimate = estimate
    self.low = low
    self.high = high
    self.isExact = false
  }

  /// A figure that cannot vary.
  public init(exactly value: Double) {
    self.estimate = value
    self.low = value
    self.high = value
    self.isExact = true
  }

  /// Half the distance between the ends, in the unit of the estimate.
  public var halfWidth: Double { (high - low) / 2 }

  /// The half-width over the absolute estimate: 0 where exact, infinite where the estimate is 0 and not exact.
  public var relativeHalfWidth: Double {
    guard halfWidth > 0 else { return 0 }
    return estimate == 0 ? .infinity : halfWidth / abs(estimate)
  }

  /// Whether the value lies between the ends, ends included.
  public func contains(_ value: Double) -> Bool { low <= value && value <= high }

  /// The interval of `factor` times the figure, for a change of unit.
  public func scaled(by factor: Double) -> Interval {
    if isExact { return Interval(exactly: estimate * factor) }
    let ends = [low * factor, high * factor]
    return Interval(estimate: estimate * factor, low: min(ends[0], ends[1]), high: max(ends[0], ends[1]))
  }
}

extension Interval: Codable {
  private enum CodingKeys: String, CodingKey { case estimate = "mean", low, high, isExact = "exact" }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let estimate = try fields.decode(Double.self, forKey: .estimate)
    if try fields.decodeIfPresent(Bool.self, forKey: .isExact) ?? false {
      self.init(exactly: estimate)
      return
    }
    let low = try fields.decodeIfPresent(Double.self, forKey: .low) ?? -.infinity
    let high = try fields.decodeIfPresent(Double.self, forKey: .high) ?? .infinity
    guard low <= high else {
      throw DecodingError.dataCorruptedError(forKey: .low, in: fields, debugDescription: "low is above high")
    }
    self.init(estimate: estimate, low: low, high: high)
  }

  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(estimate, forKey: .estimate)
    if low.isFinite { try fields.encode(low, forKey: .low) }
    if high.isFinite { try fields.encode(high, forKey: .high) }
    if isExact { try fields.encode(true, forKey: .isExact) }
  }
}
