import CapacityPlanning

/// The values that theory gives to a design's figures, beside what was simulated.
func exactPairs(_ design: ComparedDesign) -> [(key: String, value: JSONValue)] {
  let all: [(key: String, value: JSONValue)] = [("exact_twins", .array(design.twins.map(twinJSON)))]
  guard let headline = design.twins.first(where: { $0.figure == "downtime_minutes_per_year" }) else { return all }
  return [("exact_twin", twinJSON(headline))] + all
}

/// Shares of years by the law of the outages; empty where counts say enough.
func yearlyLawsJSON(_ design: ComparedDesign) -> JSONValue {
  .array(
    design.yearlyLaws.map { law in
      var pairs: [(key: String, value: JSONValue)] = [
        ("figure", .string("availability_\(law.objective.figure.rawValue)")),
        ("threshold", .number(law.objective.atLeast)), ("met", .integer(law.met)), ("years", .integer(law.years)),
        ("dispersion", .number(law.dispersion)),
        (
          "share",
          law.share.map {
            .object([("mean", .number($0.estimate)), ("low", .number($0.low)), ("high", .number($0.high))])
          } ?? .null
        ),
      ]
      if let refusal = law.refusal { pairs.append(("refused", .string(refusal))) }
      return .object(pairs)
    })
}

private func twinJSON(_ twin: TwinComparison) -> JSONValue {
  var pairs: [(key: String, value: JSONValue)] = [
    ("figure", .string(twin.figure)), ("value", .number(twin.exact.value)),
    ("way", .string(twin.exact.way.rawValue)), ("method", .string(twin.exact.method)),
  ]
  if let neglects = twin.exact.neglects { pairs.append(("neglects", .string(neglects))) }
  pairs += [
    ("simulated", twin.simulated.map { .number($0) } ?? .null), ("standard_error", .number(twin.standardError)),
    ("z", twin.z.map { .number($0) } ?? .null),
  ]
  return .object(pairs)
}
