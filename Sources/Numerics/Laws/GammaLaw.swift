import Foundation

/// The gamma distribution function *P(shape, x / scale)*.
public func gammaCDF(_ x: Double, shape: Double, scale: Double) -> Double {
  x <= 0 ? 0 : x == .infinity ? 1 : regularizedGamma(shape, x / scale).below
}

/// The gamma upper tail *Q = 1 - P*, accurate where it is tiny.
public func gammaUpperTail(_ x: Double, shape: Double, scale: Double) -> Double {
  x <= 0 ? 1 : x == .infinity ? 0 : regularizedGamma(shape, x / scale).above
}

/// The logarithm of the gamma upper tail; finite where the tail itself underflows, at some 700 scales.
public func gammaLogUpperTail(_ x: Double, shape: Double, scale: Double) -> Double {
  let tail = gammaUpperTail(x, shape: shape, scale: scale)
  guard tail < 1e-280 else { return tail > 0.5 ? log1p(-gammaCDF(x, shape: shape, scale: scale)) : log(tail) }
  guard x < .infinity else { return -.infinity }
  // Q = exp(-t) t^shape / Gamma(shape) times a continued fraction (Abramowitz and Stegun 6.5.31), by Lentz's method.
  let t = x / scale
  var b = t + 1 - shape
  var c = 1 / Double.leastNormalMagnitude
  var d = 1 / b
  var fraction = d
  for i in 1...1000 {
    let a = -Double(i) * (Double(i) - shape)
    b += 2
    d = 1 / (a * d + b)
    c = b + a / c
    fraction *= c * d
    if abs(c * d - 1) < 1e-15 { break }
  }
  return shape * log(t) - t - logGamma(shape) + log(fraction)
}

/// The gamma quantile for 0 < p < 1: the x below which a share `p` lies.
///
/// Not GSL's inverse: that is NaN for p = 0.1 at shape 0.1, and for p = 0.001 at shape 1,000,000 (GSL 2.7.1).
public func gammaQuantile(_ p: Double, shape: Double, scale: Double) -> Double {
  scale * exp(gammaLogQuantile(p, shape: shape))
}

/// The logarithm of the gamma quantile at scale 1; finite where the quantile itself underflows, as it does for small
/// shapes: at shape 0.02, a ten-billionth of the law lies below exp(-1180).
public func gammaLogQuantile(_ p: Double, shape: Double) -> Double {
  guard p > 0 else { return -.infinity }
  guard p < 1 else { return .infinity }
  return p <= 0.5 ? lowerLogQuantile(p, shape: shape) : upperLogQuantile(1 - p, shape: shape)
}

/// The x above which a share `q` lies, 0 < q < 1; accurate where `q` is tiny.
public func gammaUpperQuantile(_ q: Double, shape: Double, scale: Double) -> Double {
  guard q > 0 else { return .infinity }
  guard q < 1 else { return 0 }
  return scale * exp(q < 0.5 ? upperLogQuantile(q, shape: shape) : lowerLogQuantile(1 - q, shape: shape))
}

/// The root of ln P(x) = ln p in y = ln x, where the logarithm of a gamma variate has a log-concave density.
private func lowerLogQuantile(_ p: Double, shape: Double) -> Double {
  // P(x) < x^shape / Gamma(shape + 1): the root lies to the right, and just there when x is tiny.
  let series = (log(p) + logGamma(shape + 1)) / shape
  guard series > -300 else { return series }
  let start = max(series, wilsonHilferty(normalQuantile(p), shape: shape))
  return tailRoot(
    from: start, side: -1,
    gammaTail(shape: shape) { x in
      let below = gammaCDF(x, shape: shape, scale: 1)
      return (log(below / p), below)
    })
}

/// The same for -ln Q.
private func upperLogQuantile(_ q: Double, shape: Double) -> Double {
  // Below shape 1 the law is cut off faster than exp(-x) / Gamma(shape): the root lies to the left.
  let start = shape < 1 ? log(max(1, -log(q) - logGamma(shape))) : wilsonHilferty(-normalQuantile(q), shape: shape)
  return tailRoot(
    from: start, side: 1,
    gammaTail(shape: shape) { x in
      let above = gammaUpperTail(x, shape: shape, scale: 1)
      return (log(q / above), above)
    })
}

/// ln of the cube of a normal variate, near enough to the gamma quantile to start from. Source: E. B. Wilson and
/// M. M. Hilferty, PNAS 17 (1931) 684.
private func wilsonHilferty(_ z: Double, shape: Double) -> Double {
  let root = 1 - 1 / (9 * shape) + z / (3 * shape.squareRoot())
  return root > 0 ? log(shape) + 3 * log(root) : -.infinity
}

/// A tail of the law of ln x, from what is missed and what the tail holds at x.
private func gammaTail(
  shape: Double, _ tail: @escaping (Double) -> (miss: Double, tail: Double)
) -> (Double) -> TailPoint {
  let logGammaOfShape = logGamma(shape)
  return { y in
    let x = exp(y)
    let (miss, mass) = tail(x)
    return TailPoint(miss: miss, tail: mass, logDensity: shape * y - x - logGammaOfShape, slope: shape - x)
  }
}
