// The headers that most translation units of ui include; nothing of ours, so it rarely changes.
#pragma once

#include <QAbstractItemModel>
#include <QAction>
#include <QByteArray>
#include <QHBoxLayout>
#include <QLabel>
#include <QList>
#include <QObject>
#include <QPainter>
#include <QPushButton>
#include <QString>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWidget>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>
