@preconcurrency internal import Cxlsxwriter

extension WorkbookWriting {
  /// Told apart under red-green blindness too: M. Okabe and K. Ito, Color Universal Design (2008).
  private static let colours: [UInt32] = [0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x000000]

  func insert(_ chart: Chart, on page: Page) throws(WorkbookError) {
    let kind =
      switch chart.kind {
      case .points: LXW_CHART_SCATTER
      case .lines: LXW_CHART_LINE
      case .stackedColumns: LXW_CHART_COLUMN_STACKED
      }
    guard let drawing = workbook_add_chart(book, UInt8(kind.rawValue)) else {
      throw WorkbookError(description: "there is no memory for a chart")
    }
    for (number, line) in chart.series.enumerated() {
      guard let series = chart_add_series(drawing, "=" + line.categories, "=" + line.values) else {
        throw WorkbookError(description: "there is no memory for a chart")
      }
      chart_series_set_name(series, "=" + line.name)
      if chart.kind == .points {
        chart_series_set_marker_type(series, UInt8(LXW_CHART_MARKER_CIRCLE.rawValue))
        chart_series_set_marker_size(series, 9)
        var fill = lxw_chart_fill()
        fill.color = WorkbookWriting.colours[number % WorkbookWriting.colours.count]
        chart_series_set_marker_fill(series, &fill)
      }
    }
    chart_title_set_name(drawing, chart.title)
    chart_axis_set_name(drawing.pointee.x_axis, chart.horizontal)
    chart_axis_set_name(drawing.pointee.y_axis, chart.vertical)
    chart_axis_set_num_format(drawing.pointee.y_axis, "#,##0")
    if chart.kind != .points { chart_axis_set_num_format(drawing.pointee.x_axis, "yyyy-mm") }
    if chart.isLogarithmic { chart_axis_set_log_base(drawing.pointee.x_axis, 10) }
    chart_legend_set_position(drawing, UInt8(LXW_CHART_LEGEND_RIGHT.rawValue))
    var options = lxw_chart_options()
    // A cell of usual size is 64 by 20 points, and a chart 480 by 288.
    options.x_scale = Double(chart.columns) * 64 / 480
    options.y_scale = Double(chart.rows) * 20 / 288
    try check(
      worksheet_insert_chart_opt(page, UInt32(chart.place.row), UInt16(chart.place.column), drawing, &options),
      "the chart '\(chart.title)'")
  }
}
