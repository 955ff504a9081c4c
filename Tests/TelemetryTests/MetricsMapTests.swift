import ModelFiles
import Testing

@testable import Telemetry

@Suite struct MetricsMapTests {
  @Test func renames() throws {
    let map = try MetricsMap(
      text: """
        metrics:
          istio_requests_total: { name: http_requests_total, labels: { response_code: code } }
          up: alive
        labels: { destination_cluster: region, cluster: region }
        drop: [reporter]
        add: { env: prod }
        without: [client_requests_total]
        """, name: "names.yaml")
    #expect(map.sampleNames(of: .requests) == ["http_requests_total"])
    #expect(map.sampleNames(of: .up) == ["alive"])
    let service = try StruckService()
    let set = SeriesSet(try service.course().readings, of: service.service, service.settings()).renamed(by: map)
    #expect(!set.families.contains { $0.name == "client_requests" })
    #expect(
      set.openMetrics.contains(
        "\nhttp_requests_total{env=\"prod\",region=\"a\",destination_service_name=\"small\",code=\"503\"} 0 1798803000\n"
      ))
  }

  /// Every mistake is said with its place and what to write instead.
  @Test(arguments: [
    (
      "metrics:\n  istio_request_total: x\n",
      "n.yaml:2:3: error: there is no metric 'istio_request_total'. Did you mean"
    ),
    ("metrics:\n  up: 9x\n", "n.yaml:2:7: error: '9x' is no name of a metric"),
    (
      "labels: { clutser: x }\n", "n.yaml:1:11: error: there is no label 'clutser' at 'labels'. Did you mean 'cluster'?"
    ),
    ("labels: { cluster: 9x }\n", "n.yaml:1:20: error: '9x' is no name of a label"),
    ("drop: [response_code]\n", "n.yaml:1:8: error: without 'response_code' several series of 'istio_requests_total'"),
    ("metrics: { up: same, probe_success: same }\n", "are both called 'same'"),
    ("add: { cluster: x }\n", "would have the label 'cluster' twice"),
    ("renmae: {}\n", "n.yaml:1:1: error: unknown key 'renmae'"),
    ("without: [uq]\n", "n.yaml:1:11: error: there is no metric 'uq'. There is: istio_requests_total"),
  ])
  func mistakes(text: String, message: String) {
    do {
      _ = try MetricsMap(text: text, name: "n.yaml")
      Issue.record("'\(text)' is taken")
    } catch {
      #expect(error.description.contains(message), "\(error.description)")
    }
  }
}
