#ifndef C_BASELINE_H
#define C_BASELINE_H
#endif
