/// What designs are called.
extension PlanDecoder {
  /// The field's short names.
  static func fullName(_ name: String) -> String {
    [
      "cold": "backup-and-restore", "pilot": "pilot-light", "warm": "warm-standby", "hot": "hot-standby",
      "single": "single-site",
    ][
      name] ?? name
  }
}
