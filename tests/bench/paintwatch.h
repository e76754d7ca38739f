// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QEvent>
#include <QWidget>

#include <functional>
#include <utility>

namespace emberwatch::bench {

/// Calls once, as soon as a widget that is wanted has been painted.
class PaintWatch : public QObject
{
public:
    PaintWatch(std::function<bool(QWidget *)> isWanted, std::function<void()> then)
        : m_isWanted(std::move(isWanted))
        , m_then(std::move(then))
    {
        qApp->installEventFilter(this);
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() != QEvent::Paint || !watched->isWidgetType() || !m_then)
            return false;
        if (m_isWanted(static_cast<QWidget *>(watched)))
            // The event is on its way in; then it is done. Not by a timer: others may be due as well.
            QMetaObject::invokeMethod(this, std::exchange(m_then, {}), Qt::QueuedConnection);
        return false;
    }

private:
    std::function<bool(QWidget *)> m_isWanted;
    std::function<void()> m_then;
};

} // namespace emberwatch::bench
