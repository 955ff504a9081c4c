import Charts
import OutputAnalysis

/// Remedies as cards: what is done, what it saves, and a button that does it.
struct RemedyView {
  let remedies: [TriedRemedy]

  var html: HTML {
    guard let design = remedies.first?.design else {
      return "<p class=\"how\">None of the usual steps is shown to save the design that loses least a minute.</p>"
    }
    return """
      <p class="how">Tried one at a time on \(design), over \(TriedRemedy.yearsPerWorld * 40) years of the same failures.</p>
      <div class="remedies">\(remedies.map(card))</div>
      """
  }

  private func card(_ tried: TriedRemedy) -> HTML {
    let saved = tried.difference
    let effect = "−\(Figures.minutes(-saved.estimate)) ±\(Figures.digits(saved.halfWidth)) min"
    return """
      <div class="remedy"><h3>\(tried.remedy.words)</h3><p><b>\(effect)</b> a year\(kept(tried))</p>
      <p class="fine">\(tried.remedy.path): \(tried.remedy.to)</p>
      <button type="button" data-apply="\(tried.remedy.path)" data-to="\(tried.remedy.to)">Apply: \(effect)</button></div>
      """
  }

  private func kept(_ tried: TriedRemedy) -> String {
    guard let share = tried.share, let before = tried.before else { return "" }
    return "; \(Figures.percent(before.estimate)) of years keep the first objective now, "
      + "\(Figures.percent(share.estimate)) then (\(Figures.percent(share.low)) to \(Figures.percent(share.high)))"
  }
}
