/// Items of a bill by which something is decided; the others are words of their lines.
public enum CostItem {
  /// Nodes that run, stand by or are held.
  public static let nodes = "gpu-nodes"
  /// Answers on their way to users.
  public static let userEgress = "user-egress"
  /// Copies of conversations from which a site is restored.
  public static let backups = "backups"
}
