import Testing

/// A number of a file that is too large for an integer is a message, never a signal.
@Suite struct ConversionTests {
  /// Files in which a floating-point number becomes an integer by Swift's own conversion, which ends the process beyond the
  /// integers. What is converted is a share, a count of what lies in memory, or a quantity whose reader
  /// keeps it within limits (`docs/reference/plan-format.md`). A file that is missing here is new: in a room that knows
  /// `Intake` use `nearestWhole` or `wholeNumber`, elsewhere `exactly:` or `clamping:`, or say here why it cannot be beyond.
  static let mayConvert: [String: Set<String>] = [
    "CapacityPlanning": [
      "CommitmentLevel", "FleetByMonth", "FleetLifetime", "HourlyNeed", "PurchaseCharges", "PurchaseCourse",
      "PurchaseOrder", "PurchasePlan", "PurchaseQuestion", "PurchaseTurns", "SearchCandidate", "SearchedDesign",
      "Selection", "Size", "SizedDesign", "TermFormulas", "YearlyLaw",
    ],
    "Charts": ["Figures", "MonthsChart", "SVGCanvas", "WeekChart"],
    "Control": ["AlarmLaw", "AutoscalingPolicy", "HorizontalPodRule", "KnativeRule", "TrafficRamp"],
    "Costing": ["BillingPeriod", "CostReckoning+Owned", "CostSheet+Showback", "Money"],
    "EventKernel": ["AmountConversion"],
    "ExactTwins": ["ChainTwins", "TwinParts"],
    "Experiments": ["Records", "SequentialStudy", "ShareCurve"],
    "FailoverSimulation": [
      "DemandProfile", "DemandWorld", "DemandWorld+Levels", "LinkPlan", "NoiseFactors", "ParcelQueue", "Plan",
      "Plan+Compile", "Plan+Parts", "PoolLoad", "PoolPlan", "PrefixWarmth", "Replication+Decision",
      "Replication+Failover", "Replication+Fetching", "Replication+Following", "Replication+Impairments",
      "Replication+Protection", "Replication+Repairs", "Replication+Segments",
      "Replication+State", "RetryOrbit", "SavePlan", "TrafficClasses", "TrafficEvents",
    ],
    "Intake": ["Timestamp"],
    "ModelFiles": ["DatedInstant", "QuantityText", "UTCOffset"],
    "Numerics": [],
    "OutputAnalysis": ["ClusteredQuantiles", "Estimate", "OrderStatistics"],
    "Pages": ["OutageSection", "RateFitPage"],
    "QueueingTheory": ["CompoundPoisson", "CompoundPoisson+Transform", "ErlangFormulas", "SlotStaffing"],
    "Reports": [
      "AccountSentences", "CSVTable+Values", "ComparisonTable", "JSONValue", "LedgerTally", "PrecisionWording",
      "ReplayTable", "ReplicaFitText", "SizeConclusions", "SizeTable", "TimelineReport", "TraceRows",
    ],
    "ServiceModel": [
      "FailureClock", "Horizon", "OrdinaryDemand", "OriginShares", "ReplicaPlacement", "RequestMix", "RequestsByHour",
      "RollOut",
      "RoutedPeaks", "ScalingCeiling", "ServiceMix", "Sizing", "Sizing+Fleets", "StandInDay", "Traffic+Curves",
      "WindowObjective",
    ],
    "ServingModel": [
      "FlowReplay", "PrefixCache", "RequestReplica", "Routing", "SteadyReplica", "Stretch", "SyntheticArrivals",
      "TokenMix",
    ],
    "Stochastics": [],
    "Studio": ["InputsView", "Remedy"],
    "Telemetry": [
      "AlertRules", "FirstTokenBuckets", "OpenMetricsText", "RuleTest", "Scrape+Sites", "SeriesSet+Readings",
    ],
    "Workbooks": [],
    "nines": ["Drill", "Replay"],
    "nines-studio": [],
  ]

  @Test func onlyListedFilesTurnNumbersIntoIntegers() throws {
    let conversion =
      #"\bU?Int(?:8|16|32|64|128)?\((?!exactly:|clamping:|truncatingIfNeeded:|bitPattern:|nearestWhole)"#
    let floating =
      #"\.rounded\(|\bfloor\(|\bceil\(|\bDouble\b|(?<!nano)[sS]econds\b|[hH]ours\b|\bpercent\b|\b\d+e\d|\.magnitude\b"#
    var found: [String: Set<String>] = [:]
    // Measurements read nothing of anybody's.
    for file in Repository.swiftSources where file.room != "Benchmarks" {
      let conversions = Set(try file.places(of: conversion))
      let isListed = !conversions.isDisjoint(with: try file.places(of: floating))
      found[file.room, default: []].formUnion(isListed ? [file.url.deletingPathExtension().lastPathComponent] : [])
    }
    #expect(found.count > 20)
    for room in Set(found.keys).union(Self.mayConvert.keys).sorted() {
      let (names, known) = (found[room] ?? [], Self.mayConvert[room] ?? [])
      #expect(names == known, "\(room): \(names.symmetricDifference(known).sorted())")
    }
  }
}
