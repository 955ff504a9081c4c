import ArgumentParser
import Intake

extension TimeUnit: ExpressibleByArgument {}
