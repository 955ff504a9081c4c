import Charts

/// The months to come under one growth of a year, as `--by-month` stores them.
struct StoredCourse: Decodable {
  struct Month: Decodable {
    let month: Int
    let neededFrom: String
    let peakRps: Double
    let nodes: Int
    let addedNodes: Int
    /// By the name of the lead time.
    let orderBy: [String: String]
  }

  let growthPercentPerYear: Double
  let months: [Month]
}

extension SizePage {
  /// The fleet of each month, and by when what is added must be ordered.
  func months(_ courses: [StoredCourse]) -> AnswerPage.Section? {
    guard let first = courses.first, let start = first.months.first, let begins = dayNumber(start.neededFrom) else {
      return nil
    }
    // The middle one of three growths is the plan's own.
    let middle = courses[courses.count / 2]
    let title = title(middle, begins: begins)
    return AnswerPage.Section(
      title: title,
      how: "Nodes of all sites, each month's fleet grown from the answer with the peak. "
        + (leads(courses).isEmpty
          ? "No order is dated: write --lead 26w."
          : "Below: by when to order what is added, at \(growth(middle)); open marks lie before the plan begins."),
      legend: courses.enumerated().map { (tint($0.offset).swatch, growth($0.element)) },
      drawings: [
        FleetMonthsChart(
          title: title,
          courses: courses.enumerated().map { place, course in
            .init(
              name: growth(course), tint: tint(place),
              months: course.months.compactMap { month in
                dayNumber(month.neededFrom).map {
                  .init(day: Double($0), name: month.neededFrom, nodes: month.nodes)
                }
              })
          },
          lanes: leads(courses).enumerated().map { place, lead in lane(lead, place, middle, begins: begins) }
        ).drawing
      ], table: table(courses))
  }

  /// When the fleet first grows, by when that is to be ordered, and where it stands at last.
  private func title(_ course: StoredCourse, begins: Int) -> String {
    guard let last = course.months.last, let first = course.months.first else { return "The fleet by month" }
    let counted =
      "\(Figures.grouped(Double(first.nodes))) nodes of all sites become \(Figures.grouped(Double(last.nodes))) by \(last.neededFrom.prefix(7))"
    guard let step = course.months.first(where: { $0.addedNodes > 0 }) else {
      return
        "\(Figures.grouped(Double(first.nodes))) nodes are enough for \(course.months.count) months at \(growth(course))"
    }
    guard let order = step.orderBy.values.min(), let day = dayNumber(order) else {
      return "\(counted) at \(growth(course)); the first is needed from \(step.neededFrom)"
    }
    return "\(counted) at \(growth(course)): the first order is due on \(order)"
      + (day < begins ? ", before the plan begins" : "")
  }

  private func growth(_ course: StoredCourse) -> String { "+\(Figures.digits(course.growthPercentPerYear)) % a year" }

  private func tint(_ place: Int) -> Tint { .part([1, 0, 4][place % 3]) }

  /// Names of lead times, those of the earliest orders first.
  private func leads(_ courses: [StoredCourse]) -> [String] {
    let step = courses.flatMap(\.months).first { $0.addedNodes > 0 && !$0.orderBy.isEmpty }
    return (step?.orderBy ?? [:]).sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
  }

  private func lane(_ lead: String, _ place: Int, _ course: StoredCourse, begins: Int) -> FleetMonthsChart.Lane {
    .init(
      name: "order \(lead) by", tint: .part(2 + place),
      orders: course.months.compactMap { month in
        guard month.addedNodes > 0, let text = month.orderBy[lead], let day = dayNumber(text) else { return nil }
        return .init(
          day: Double(day), isLate: day < begins,
          words: "by \(text) order \(counted(month.addedNodes, "node")) for \(month.neededFrom)")
      })
  }

  private func table(_ courses: [StoredCourse]) -> PageTable {
    let leads = leads(courses)
    return PageTable(
      summary: "Every month",
      heads: ["Growth", "From", "Peak, requests a second", "Nodes", "Added"] + leads.map { "Order \($0) by" },
      rows: courses.flatMap { course in
        course.months.map { month -> [TableCell] in
          let nodes: [TableCell] = [
            .words(growth(course)), .words(month.neededFrom), .rate(month.peakRps), .count(month.nodes),
            .number(Double(month.addedNodes)) { $0 > 0 ? Figures.grouped($0) : "-" },
          ]
          return nodes + leads.map { .words(month.orderBy[$0] ?? "-") }
        }
      }, wordColumns: Set([1] + leads.indices.map { 5 + $0 }))
  }
}

/// Days from the first of March of the year 0 to a date such as `2027-02-01`; nil where it is none.
///
/// Years begin in March, so that a leap day is a year's last.
func dayNumber(_ date: String) -> Int? {
  let parts = date.split(separator: "-").map { Int($0) }
  guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2], (1...12).contains(month) else {
    return nil
  }
  let (years, months) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
  // 153 days in each five months from March on.
  return years * 365 + years / 4 - years / 100 + years / 400 + (153 * months + 2) / 5 + day - 1
}
