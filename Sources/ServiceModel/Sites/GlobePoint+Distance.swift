import Foundation

extension GlobePoint {
  /// Great-circle distance in kilometres on a sphere of radius 6371.0 km, by the haversine formula (Sinnott, Sky and
  /// Telescope 68, 1984).
  public func kilometres(to other: GlobePoint) -> Double {
    let radians = Double.pi / 180
    let north = sin((other.latitude - latitude) * radians / 2)
    let east = sin((other.longitude - longitude) * radians / 2)
    let a = north * north + cos(latitude * radians) * cos(other.latitude * radians) * east * east
    return 2 * 6371.0 * asin(min(1, a.squareRoot()))
  }
}
