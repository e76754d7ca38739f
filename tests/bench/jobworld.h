// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <QtGlobal>

namespace emberwatch::bench {

/// A UUID that belongs to a number, so that every program of a run names the same jobs.
[[nodiscard]] QByteArray idOf(int number);
[[nodiscard]] QByteArray keyOf(int number);
/// A document as producers write it, about 300 bytes, with a userId of 30,000 and a workflow member we do not
/// know.
[[nodiscard]] QByteArray documentOf(int number, double progress);

/// Fills a server with that many jobs. @return whether all were taken.
[[nodiscard]] bool fill(quint16 port, int jobs);

} // namespace emberwatch::bench
