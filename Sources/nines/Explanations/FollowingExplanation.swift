import Experiments
import Foundation
import ServiceModel

/// How much of a year the designs spend on their nominal course, where fleets scale with traffic.
func followingExplanation(_ services: [Service], seed: UInt64 = 1) throws -> [String] {
  let lines: [String] = try services.compactMap { service in
    guard let survey = try FollowingSurvey(service, seed: seed) else { return nil }
    let rejoin = survey.meanSecondsToRejoin.map { String(format: ", met again after %.1f h in the mean", $0 / 3600) }
    return String(
      format: "  %@: %.1f %% of the time, left %.0f times a year", service.design.name, survey.share * 100,
      survey.episodesPerYear) + (rejoin ?? "")
  }
  return lines.isEmpty ? [] : ["on the nominal course (seed \(seed), the first years of one world):"] + lines
}
