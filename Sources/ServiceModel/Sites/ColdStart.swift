import Stochastics

/// The stages between an acquired node and a warm replica, in seconds and bytes.
public struct ColdStart: Equatable, Sendable {
  /// From acquired to booted.
  public var boot: Distribution
  /// Bytes of container image per node, fetched over the site's shared bandwidth.
  public var imageBytes: Double
  /// Bytes of model weights per node, fetched over the site's shared bandwidth.
  public var weightsBytes: Double
  /// From weights on the node to weights on the GPUs.
  public var load: Distribution
  /// Engine start, compilation and warm-up.
  public var initialise: Distribution

  public init(
    boot: Distribution = .constant(0), imageBytes: Double = 0, weightsBytes: Double = 0,
    load: Distribution = .constant(0), initialise: Distribution = .constant(0)
  ) {
    self.boot = boot
    self.imageBytes = imageBytes
    self.weightsBytes = weightsBytes
    self.load = load
    self.initialise = initialise
  }
}

/// How capacity that nobody reserved is obtained, in quiet times and while everybody asks at once.
public struct Acquisition: Equatable, Sendable {
  public var calm: AcquisitionTerms
  /// Terms while a region of the same kind is out and its users look for capacity elsewhere.
  public var rush: AcquisitionTerms
  /// How long a rush lasts from the outage's start, in seconds; a refused request is granted then, on calm terms.
  public var rushLasts: Distribution

  /// Share of the nodes asked for that can be had in a rush at all; the others come when it is over.
  public var rushGrants: Double
  /// Chance that a refusal in a rush holds as long as the outage itself.
  public var rushNever: Double

  public init(
    calm: AcquisitionTerms, rush: AcquisitionTerms, rushLasts: Distribution,
    rushGrants: Double = 1, rushNever: Double = 0
  ) {
    self.calm = calm
    self.rush = rush
    self.rushLasts = rushLasts
    self.rushGrants = rushGrants
    self.rushNever = rushNever
  }

  /// Capacity is always granted at once.
  public static let certain = Acquisition(
    calm: AcquisitionTerms(refused: 0, wait: .constant(0)), rush: AcquisitionTerms(refused: 0, wait: .constant(0)),
    rushLasts: .constant(0))
}

/// The chance of a refusal and, if granted, the wait in seconds.
public struct AcquisitionTerms: Equatable, Sendable {
  public var refused: Double
  public var wait: Distribution

  public init(refused: Double, wait: Distribution) {
    self.refused = refused
    self.wait = wait
  }
}
