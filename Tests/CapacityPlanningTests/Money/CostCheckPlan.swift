import CapacityPlanning
import CostCheck
import Experiments
import Foundation
import ModelFiles
import ServiceModel
import TestSupport

/// The files under `models`, seen from this one.
private let models = Checkout.models

extension CheckedSetting {
  /// The price list that turns the plan into this setting; nil for the plan as it stands.
  var priceList: URL? {
    self == .sameProvider ? nil : models.appendingPathComponent("prices/cost-check-other-provider.yaml")
  }

  func plan() throws -> PlanFile {
    try PlanFile(
      path: models.appendingPathComponent("cost-check.yaml").path,
      prices: priceList.map { try PriceList(path: $0.path) })
  }
}

/// The designs of the plan, compared.
func comparedDesigns(_ plan: PlanFile, size: StudySize, without disabled: Set<String> = []) async throws
  -> [CheckedDesign: ComparedDesign]
{
  let records = try await Study(plan.services, size: size, disabled: disabled).run()
  return Dictionary(
    uniqueKeysWithValues: records.map { record in
      let design = ComparedDesign(
        record, studyID: "cost-check", isBaseline: record.service.design.topology == .singleSite)
      return (CheckedDesign(rawValue: design.name)!, design)
    })
}

extension CheckedSetting {
  func planText() throws -> String {
    try String(contentsOf: models.appendingPathComponent("cost-check.yaml"), encoding: .utf8)
  }
}
