import ArgumentParser
import ModelFiles
import ServiceModel

/// The one design that an option names, by its own name or by a short one.
///
/// - Throws: `ValidationError` with what was probably meant.
func design(named name: String, by option: String, in services: [Service]) throws -> Service {
  let found = DesignName.find(name, in: services)
  if found.count == 1 { return found[0] }
  guard found.isEmpty else {
    let names = found.map(\.design.name).joined(separator: ", ")
    throw ValidationError("\(option) '\(name)' stands for several designs: \(names)")
  }
  throw ValidationError("\(option): there is no design '\(name)'. \(DesignName.remedy(for: name, among: services))")
}
