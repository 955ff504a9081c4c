import ServiceModel

/// Requests that must commit at a second site too: while that is lost they fail wherever else they are answered.
extension ReferenceRun {
  /// The share of each class's requests that fail at a site for want of another one.
  func withheld(at site: Int, under failures: [Failure]) -> [Double] {
    service.traffic.classes.map { trafficClass in
      guard let spanning = trafficClass.transactions, spanning.partner != sites[site].site.name else { return 0 }
      let isGone = sites.indices.contains { sites[$0].site.name == spanning.partner && isLost($0, by: failures) }
      return isGone ? spanning.share : 0
    }
  }

  /// The same of all requests.
  func withheldShare(at site: Int, under failures: [Failure]) -> Double {
    zip(service.traffic.classes, withheld(at: site, under: failures)).reduce(0) { $0 + $1.0.share * $1.1 }
  }
}
