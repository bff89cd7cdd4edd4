// What JSON costs: a document of ten kilobytes encoded and decoded by Aloft and by Foundation, whose results must agree
// before anything is measured.
//
// swift run -c release aloft-json-cost
try JSONCost.report()
