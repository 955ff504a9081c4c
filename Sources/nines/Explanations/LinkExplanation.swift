internal import Currencies
import Foundation
import ServiceModel

/// What the links of a design carry, and the demand of the service from which on changes fill them.
func linkExplanation(_ service: Service) -> [String] {
  let kept = service.sites.filter { $0.keep > .nothing }.map(\.name)
  return service.links.filter { $0.ends.allSatisfy { kept.contains($0) } }.map { link in
    var words = ["  link \(link.name): \(link.ends.joined(separator: " - "))"]
    if link.bytesPerSecond.isFinite {
      words.append(String(format: "%.6g Mbit/s each way", link.bytesPerSecond / 125_000) + fullAt(link, service))
    }
    if link.roundTripSeconds > 0 {
      words.append(String(format: "%.4g ms there and back", link.roundTripSeconds * 1000))
    }
    if let price = link.dollarsPerGB { words.append(Currency.ofStudy.sign + String(format: "%.4g/GB", price)) }
    return words.joined(separator: ", ")
  }
}

/// The sites that serve and copy over it, each with the demand of all sites at which it is full in their direction.
private func fullAt(_ link: Link, _ service: Service) -> String {
  let bytes = service.changedBytesPerRequest
  let weights = service.servingSites.reduce(0) { $0 + $1.weight }
  let full = service.servingSites.filter { site in
    bytes > 0 && service.sites.contains { link.joins(site.name, $0.name) && service.copiesChanges(to: $0) }
  }
  return full.map { site in
    let rate = link.bytesPerSecond / (bytes * site.weight / weights)
    return ", full of the changes of \(site.name)" + String(format: " at %.6g requests/s", rate)
  }.joined()
}
