import Testing

@testable import ModelFiles

/// How many requests a replica holds at once, where no iteration time says it.
@Suite struct SlotsPlanTests {
  @Test func aRatedReplicaMaySayItsSlots() throws {
    let text = wholePlan.replacing("rated: 9rps", with: "rated: 9rps, slots: 64 requests")
    #expect(try PlanFile(text: text, name: "plan.yaml").services[0].replica.slots == 64)
    #expect(try PlanFile(text: wholePlan, name: "plan.yaml").services[0].replica.slots == nil)
  }

  @Test func slotsBesideAnIterationTimeSayItTwice() {
    let found = planProblems(
      wholePlan.replacing(
        "rated: 9rps",
        with: "rated: 9rps, slots: 64 requests, batch: 64, iteration: { fixed: 11ms, per-sequence: 0.05ms }"))
    #expect(
      found.contains { $0.contains("plan.yaml:") && $0.contains("'slots' would say it twice. Leave 'slots' out") })
  }

  @Test func noSlotAtAllIsRefused() {
    let found = planProblems(wholePlan.replacing("rated: 9rps", with: "rated: 9rps, slots: 0 requests"))
    #expect(!found.isEmpty)
  }
}
