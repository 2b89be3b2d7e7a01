"""Notes for days: travel, illness, holidays, days without training; on excused ones nothing counts as missed."""
