@preconcurrency internal import Cxlsxwriter

extension WorkbookWriting {
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
    for line in chart.series {
      guard let series = chart_add_series(drawing, "=" + line.categories, "=" + line.values) else {
        throw WorkbookError(description: "there is no memory for a chart")
      }
      chart_series_set_name(series, "=" + line.name)
      if chart.kind == .points {
        chart_series_set_marker_type(series, UInt8(LXW_CHART_MARKER_CIRCLE.rawValue))
        chart_series_set_marker_size(series, 9)
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
